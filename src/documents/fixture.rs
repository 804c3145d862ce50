//! Files for tests.

use std::fmt::Write;

/// A one-page PDF of 100 by 100 points with a black square in its lower left quarter.
pub(crate) fn small_pdf() -> Vec<u8> {
    long_pdf("")
}

/// The same with a line that nobody sees.
pub(crate) fn long_pdf(unseen: &str) -> Vec<u8> {
    let stream = "0 0 0 rg 0 0 50 50 re f";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
    ];
    let mut file = format!("%PDF-1.4\n%{unseen}\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1);
    }
    let table = file.len();
    file.push_str("xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.into_bytes()
}
