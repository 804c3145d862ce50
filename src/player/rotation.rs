//! Pictures that are shown rotated (PLAYER 2.9): a phone that is held upright records them lying down.

/// How far a picture is to be turned, clockwise, to stand upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rotation {
    /// It stands.
    #[default]
    None,
    /// To the right.
    Quarter,
    /// It stands on its head.
    Half,
    /// To the left.
    ThreeQuarters,
}

impl Rotation {
    /// From the first two rows of a track header's matrix (ISO/IEC 14496-12, 8.3.2): `a`, `b`,
    /// `c`, `d`, whose sizes are passed over. What mirrors or slants is shown as it is.
    #[must_use]
    pub fn from_matrix([a, b, c, d]: [i32; 4]) -> Self {
        match [a, b, c, d].map(i32::signum) {
            [0, 1, -1, 0] => Self::Quarter,
            [-1, 0, 0, -1] => Self::Half,
            [0, -1, 1, 0] => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    /// A width and a height, turned.
    #[must_use]
    pub fn size<T>(self, (width, height): (T, T)) -> (T, T) {
        match self {
            Self::None | Self::Half => (width, height),
            Self::Quarter | Self::ThreeQuarters => (height, width),
        }
    }

    /// Turns pixels of four bytes, `width` to a row.
    #[must_use]
    pub fn pixels(self, rgba: Vec<u8>, width: usize) -> Vec<u8> {
        let (pixels, _) = rgba.as_chunks::<4>();
        let width = width.max(1);
        let column = |x: usize| pixels.iter().skip(x).step_by(width);
        match self {
            Self::None => rgba,
            Self::Half => pixels.iter().rev().flatten().copied().collect(),
            Self::Quarter => (0..width)
                .flat_map(|x| column(x).rev())
                .flatten()
                .copied()
                .collect(),
            Self::ThreeQuarters => (0..width)
                .rev()
                .flat_map(column)
                .flatten()
                .copied()
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rotation;

    #[test]
    fn pixels_are_turned_clockwise() {
        // 1 2 3
        // 4 5 6
        let picture: Vec<u8> = (1..=6).flat_map(|level| [level; 4]).collect();
        let turned = |rotation: Rotation| -> Vec<u8> {
            let pixels = rotation.pixels(picture.clone(), 3);
            pixels.into_iter().step_by(4).collect()
        };
        assert_eq!(turned(Rotation::None), [1, 2, 3, 4, 5, 6]);
        assert_eq!(turned(Rotation::Quarter), [4, 1, 5, 2, 6, 3]);
        assert_eq!(turned(Rotation::Half), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turned(Rotation::ThreeQuarters), [3, 6, 2, 5, 1, 4]);
        assert_eq!(Rotation::Quarter.size((3, 2)), (2, 3));
    }

    #[test]
    fn a_track_matrix_gives_its_rotation() {
        let one = 0x1_0000;
        for (matrix, expected) in [
            ([one, 0, 0, one], Rotation::None),
            ([0, one, -one, 0], Rotation::Quarter),
            ([-one, 0, 0, -one], Rotation::Half),
            ([0, -one, one, 0], Rotation::ThreeQuarters),
            ([-one, 0, 0, one], Rotation::None),
            ([0; 4], Rotation::None),
            ([i32::MIN, i32::MAX, 1, -1], Rotation::None),
        ] {
            assert_eq!(Rotation::from_matrix(matrix), expected);
        }
    }
}
