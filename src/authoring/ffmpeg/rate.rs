//! How many pictures a second a transcoded film has.

use std::fmt;

/// Pictures a second, as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    number: u32,
    per: u32,
}

impl Rate {
    pub const fn new(number: u32, per: u32) -> Self {
        Self { number, per }
    }

    /// Rates that films have.
    const USUAL: [Self; 9] = [
        Self::new(15, 1),
        Self::new(24_000, 1001),
        Self::new(24, 1),
        Self::new(25, 1),
        Self::new(30_000, 1001),
        Self::new(30, 1),
        Self::new(50, 1),
        Self::new(60_000, 1001),
        Self::new(60, 1),
    ];

    fn per_second(self) -> f64 {
        f64::from(self.number) / f64::from(self.per)
    }

    /// Half of it as often as it takes to come down to `most` a second: pictures are left out at
    /// even distances.
    pub fn at_most(self, most: u32) -> Self {
        let mut rate = self;
        while rate.number > most.saturating_mul(rate.per) {
            rate.per *= 2;
        }
        rate
    }

    /// The constant rate for pictures that come at `average` a second, whose times are all
    /// multiples of one `base`th of a second (ffmpeg's "fps" and "tbr"): 30 at most where there
    /// are no more than that, else 60.
    pub fn constant(average: Option<f64>, base: Option<f64>) -> Self {
        let Some(average) = average.or(base).filter(|rate| *rate > 0.0) else {
            return Self::new(25, 1);
        };
        // ffmpeg writes two digits behind the point.
        let near = |rate: f64| move |usual: &Self| (usual.per_second() - rate).abs() < 0.006;
        let exactly = |rate: f64| Self::USUAL.into_iter().find(near(rate));
        if let Some(rate) = exactly(average) {
            return rate;
        }
        if average > 60.0 {
            let mut half = average;
            while half > 60.01 {
                half /= 2.0;
            }
            return exactly(half).unwrap_or(Self::new(60, 1));
        }
        let most = if average <= 30.0 { 30.0 } else { 60.0 };
        let base = base.filter(|base| (average..=most).contains(base));
        base.and_then(exactly)
            .or_else(|| {
                Self::USUAL
                    .into_iter()
                    .find(|usual| usual.per_second() >= average)
            })
            .unwrap_or(Self::new(60, 1))
    }

    /// So many pictures do not last longer than `seconds`.
    pub fn pictures_in(self, seconds: u32) -> u32 {
        (self.number.saturating_mul(seconds) / self.per).max(1)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.per)
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;

    #[test]
    fn a_usual_rate_stays_to_the_last_digit() {
        for (stated, rate) in [
            (25.0, Rate::new(25, 1)),
            (29.97, Rate::new(30_000, 1001)),
            (23.98, Rate::new(24_000, 1001)),
            (59.94, Rate::new(60_000, 1001)),
            (60.0, Rate::new(60, 1)),
        ] {
            assert_eq!(Rate::constant(Some(stated), Some(stated * 2.0)), rate);
        }
    }

    #[test]
    fn a_rate_that_varies_becomes_one_that_is_at_least_as_high() {
        let constant = |average, base| Rate::constant(Some(average), Some(base));
        assert_eq!(constant(24.7, 30.0), Rate::new(30, 1));
        assert_eq!(constant(28.3, 600.0), Rate::new(30_000, 1001));
        assert_eq!(constant(41.0, 120.0), Rate::new(50, 1));
        assert_eq!(constant(7.3, 1000.0), Rate::new(15, 1));
    }

    #[test]
    fn a_rate_above_60_is_halved() {
        assert_eq!(Rate::constant(Some(120.0), None), Rate::new(60, 1));
        assert_eq!(Rate::constant(Some(119.88), None), Rate::new(60_000, 1001));
        assert_eq!(Rate::constant(Some(100.0), None), Rate::new(50, 1));
        assert_eq!(Rate::constant(Some(1000.0), None), Rate::new(60, 1));
        assert_eq!(Rate::constant(None, None), Rate::new(25, 1));
    }

    #[test]
    fn h264_has_30_pictures_a_second_at_most() {
        assert_eq!(Rate::new(60_000, 1001).at_most(30), Rate::new(60_000, 2002));
        assert_eq!(Rate::new(50, 1).at_most(30).pictures_in(2), 50);
        assert_eq!(Rate::new(30_000, 1001).at_most(30).pictures_in(2), 59);
    }
}
