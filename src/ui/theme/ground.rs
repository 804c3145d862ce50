//! What lies under everything.

use eframe::egui::{Color32, Context, Id};

use super::{CLEAR, tokens};

/// The window was cleared to this color before anything is painted.
pub fn cleared(ctx: &Context, color: Color32) {
    ctx.data_mut(|data| data.insert_temp(id(), color));
}

/// With what the background is laid where nothing lies yet: with nothing where the window was
/// cleared to it. Without a graphics card a layer over the whole screen is most of the work.
#[must_use]
pub fn ground(ctx: &Context) -> Color32 {
    let background = tokens(ctx).background;
    let cleared: Option<Color32> = ctx.data(|data| data.get_temp(id()));
    if cleared == Some(background) {
        CLEAR
    } else {
        background
    }
}

fn id() -> Id {
    Id::unique("cleared to")
}

#[cfg(test)]
mod tests {
    use super::{CLEAR, Context, cleared, ground};
    use crate::ui::theme::{Look, Tokens, apply};

    #[test]
    fn the_background_is_laid_only_where_the_window_was_not_cleared_to_it() {
        let ctx = Context::default();
        for look in [Look::Dark, Look::Light] {
            apply(&ctx, look);
            let background = Tokens::of(look).background;
            assert_eq!(ground(&ctx), background);
            cleared(&ctx, background);
            assert_eq!(ground(&ctx), CLEAR);
        }
    }
}
