//! Even loudness: sound is measured, evened out, and measured again before it is encoded
//! (EBU R 128, by ffmpeg's `loudnorm`).

use serde::Deserialize;

/// How loud sound is made, in LUFS.
const WANTED: f64 = -16.0;
/// The largest deviation after leveling before it is leveled again, in LU.
const OFF: f64 = 0.4;
/// The highest true peak, in dBTP. AAC adds up to about one decibel to it; −1.5 is to hold.
const PEAK: f64 = -2.5;
/// What is quieter than this is no speech, and noise is not to be made of it, in LUFS.
const SILENCE: f64 = -60.0;

/// What `loudnorm` measures; it writes numbers as texts.
#[derive(Clone, Debug, Deserialize)]
struct Report {
    input_i: String,
    input_tp: String,
    input_lra: String,
    input_thresh: String,
    target_offset: String,
}

/// How loud sound is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// On the whole, in LUFS.
    pub loudness: f64,
    peak: f64,
    range: f64,
    threshold: f64,
    offset: f64,
}

impl Measure {
    /// Reads what [`measuring`] made ffmpeg say at the end; nothing if the sound is too short or
    /// silent.
    pub fn read(messages: &str) -> Option<Self> {
        let (start, end) = (messages.rfind('{')?, messages.rfind('}')?);
        let report: Report = serde_json::from_str(messages.get(start..=end)?).ok()?;
        let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
        Some(Self {
            loudness: number(&report.input_i).filter(|it| *it > SILENCE)?,
            peak: number(&report.input_tp)?,
            range: number(&report.input_lra)?,
            threshold: number(&report.input_thresh)?,
            offset: number(&report.target_offset)?,
        })
    }

    /// The deviation from the wanted loudness, in LU; `None` if it is small enough.
    pub fn off(&self) -> Option<f64> {
        let off = WANTED - self.loudness;
        (off.abs() > OFF).then_some(off)
    }
}

/// The filter that measures.
pub fn measuring() -> String {
    format!("loudnorm=I={WANTED}:TP={PEAK}:LRA=11:print_format=json")
}

/// The filter that evens out what was measured, aiming `by` LU above the wanted loudness.
/// `loudnorm` turns everything up or down by the same where peaks allow it, else it follows the
/// sound; then it hands on 192,000 samples a second.
pub fn evening(measure: &Measure, by: f64) -> String {
    // A range that is wide already is not made narrower.
    let range = measure.range.ceil().clamp(7.0, 20.0);
    let aim = (WANTED + by).clamp(-40.0, -5.0);
    format!(
        "loudnorm=I={aim:.2}:TP={PEAK}:LRA={range}:linear=true:measured_I={}:measured_TP={}:\
         measured_LRA={}:measured_thresh={}:offset={},aresample=48000",
        measure.loudness, measure.peak, measure.range, measure.threshold, measure.offset
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(loudness: &str) -> String {
        format!(
            "[Parsed_loudnorm_2 @ 0x55] \n{{\n\t\"input_i\" : \"{loudness}\",\n\t\"input_tp\" : \"-8.06\",\n\t\"input_lra\" : \"5.30\",\n\t\"input_thresh\" : \"-31.02\",\n\t\"output_i\" : \"-16.10\",\n\t\"output_tp\" : \"-2.50\",\n\t\"output_lra\" : \"4.00\",\n\t\"output_thresh\" : \"-26.10\",\n\t\"normalization_type\" : \"dynamic\",\n\t\"target_offset\" : \"0.10\"\n}}\n"
        )
    }

    #[test]
    fn what_was_measured_goes_into_the_second_pass() {
        let measure = Measure::read(&report("-20.90")).expect("a measure");
        assert!((measure.off().expect("off") - 4.9).abs() < 0.001);
        let filter = evening(&measure, 0.0);
        assert!(filter.contains("I=-16.00:"), "{filter}");
        assert!(
            filter.contains("measured_I=-20.9:measured_TP=-8.06"),
            "{filter}"
        );
    }

    #[test]
    fn silence_is_not_made_loud() {
        assert_eq!(Measure::read(&report("-inf")), None);
        assert_eq!(Measure::read(&report("-66.00")), None);
        assert_eq!(Measure::read("no report"), None);
    }
}
