//! Job aids that cannot be drawn, or not within what drawing may take (FORMAT 2.24).

use serde_json::json;

use crate::corpus::{Attack, attack};
use crate::forge::{CLAIM, Forge, PICTURE, by, entries_for, jpeg, png, sound_manifest};
use crate::pdf::{self, IMAGE, deflated, image, one_page, page, stream};
use crate::raw::Raw;

const RULE: &str = "FORMAT 2.24 draws job aids: BadMedia";
/// Part of the message for a document on which the drawing process ended.
const ENDED: &str = "process that draws it ended";

/// A pack with this file as its only job aid.
pub fn pack(forge: &Forge, kind: &str, bytes: &[u8]) -> Vec<u8> {
    let mut manifest = sound_manifest();
    let aid = &mut manifest["modules"][0]["job_aids"][0];
    aid["kind"] = json!(kind);
    aid["path"] = json!(format!("aids/card.{kind}"));
    let mut entries = entries_for(&manifest);
    entries[PICTURE] = Raw::stored(&format!("aids/card.{kind}"), bytes);
    by(&forge.world.secret, CLAIM, &entries)
}

fn drawn(
    name: &str,
    kind: &'static str,
    says: &'static str,
    make: impl Fn() -> Vec<u8> + 'static,
) -> Attack {
    attack(name, RULE, ("BadMedia", says), move |forge| {
        pack(forge, kind, &make())
    })
}

pub fn drawings() -> Vec<Attack> {
    let pdf = |name: &str, says, make: fn() -> Vec<u8>| drawn(name, "pdf", says, make);
    vec![
        pdf("dashes without number", ENDED, || {
            page(b"[0.00001 0.00001] 0 d 1 w 0 0 m 600000 700000 l S", &[])
        }),
        pdf("dashed curves that take for ever", ENDED, || {
            page(
                &[
                    b"[0.001 0.001] 0 d 2 w ".to_vec(),
                    b"0 0 m 100 500 300 -500 600 700 c S ".repeat(50),
                ]
                .concat(),
                &[],
            )
        }),
        pdf("a page that inflates twice to 600 MiB", ENDED, || {
            let content = deflated(&deflated(&vec![b' '; 600 << 20]));
            let filter = "/Filter [/FlateDecode /FlateDecode]";
            one_page(&stream(filter, &content), &[])
        }),
        pdf("forms of forms, ten by ten", ENDED, || {
            let form = |n: usize| {
                let next = format!(
                    "/Type /XObject /Subtype /Form /BBox [0 0 612 792] \
                     /Resources << /XObject << /X {} 0 R >> >>",
                    n + 6
                );
                stream(&next, &b"/X Do ".repeat(10))
            };
            let mut forms: Vec<_> = (0..12).map(form).collect();
            let last = "/Type /XObject /Subtype /Form /BBox [0 0 612 792]";
            forms.push(stream(last, b"0 0 612 792 re f"));
            page(b"/X Do", &forms)
        }),
        pdf("a million areas over the whole page", ENDED, || {
            let content = deflated(&b"0 0 612 792 re f\n".repeat(5_000_000));
            one_page(&stream("/Filter /FlateDecode", &content), &[])
        }),
        pdf("clips in clips", ENDED, || {
            page(
                &b"0 0 612 792 re W n 0 0 m 612 792 l 0 792 l h W n ".repeat(200_000),
                &[],
            )
        }),
        pdf("an image that inflates to 400 megabytes", ENDED, || {
            let filter = "/Filter /FlateDecode";
            let pixels = deflated(&vec![0; 20_000 * 20_000]);
            page(IMAGE, &[image(20_000, 20_000, filter, &pixels)])
        }),
        pdf("a megapixel a hundred thousand times", ENDED, || {
            let filter = "/Filter /FlateDecode";
            let pixels = deflated(&vec![0; 1_000_000]);
            page(
                &IMAGE.repeat(100_000),
                &[image(1_000, 1_000, filter, &pixels)],
            )
        }),
        pdf("a fax of four gigapixels", ENDED, || {
            let filter = "/Filter /CCITTFaxDecode \
                          /DecodeParms << /K -1 /Columns 65000 /Rows 65000 >>";
            page(IMAGE, &[image(65_000, 65_000, filter, &[0xFF; 10_000])])
        }),
        pdf("a JPEG of four gigapixels in a page", ENDED, || {
            let photo = jpeg(65_500, 65_500);
            page(
                IMAGE,
                &[image(65_500, 65_500, "/Filter /DCTDecode", &photo)],
            )
        }),
        pdf("a PDF that is none", "cannot be shown", || b"MZ".to_vec()),
        pdf("a PDF of nothing", "cannot be shown", Vec::new),
        pdf("a PDF without pages", "no pages", || pdf::pages(&[], &[])),
        pdf("pages that are their own pages", "no pages", || {
            pdf::file(
                &[
                    b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                    b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_vec(),
                ],
                "",
            )
        }),
        pdf(
            "a page as long as a street and as wide as a hair",
            "no size",
            || pdf::pages(&["/MediaBox [0 0 0.5 100000000]".to_owned()], &[]),
        ),
        pdf("a PDF behind a password", "cannot be shown", || {
            let key = format!(
                "<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O ({o}) /U ({o}) /OE ({e}) \
                 /UE ({e}) /Perms ({p}) /StmF /StdCF /StrF /StdCF \
                 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> >>",
                o = "o".repeat(48),
                e = "e".repeat(32),
                p = "p".repeat(16),
            );
            pdf::file(
                &[
                    b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_vec(),
                    key.into_bytes(),
                ],
                "/Encrypt 4 0 R /ID [(a)(a)]",
            )
        }),
        drawn("a PNG that is cut off", "png", "cannot be shown", || {
            let whole = png(3_000, 3_000);
            whole[..whole.len() / 2].to_vec()
        }),
        drawn(
            "a JPEG that is its size alone",
            "jpeg",
            "cannot be shown",
            || jpeg(5_000, 8_000),
        ),
    ]
}
