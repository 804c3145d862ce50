//! Which decoder decodes a track.

use crate::player::av1::Av1Decoder;
use crate::player::decoder::{PictureDecoder, Refusal, Threads};
use crate::player::demux::Codec;
use crate::player::h264::H264Decoder;

/// A decoder for a track that is coded so; `None` if it is not one of pictures.
///
/// # Errors
/// If its configuration is damaged or describes what Muster does not play.
pub fn decoder_for(
    codec: &Codec,
    threads: Threads,
) -> Result<Option<Box<dyn PictureDecoder>>, Refusal> {
    Ok(match codec {
        Codec::H264 { config, format } => {
            Some(Box::new(H264Decoder::new(config, *format, threads)?))
        }
        Codec::Av1 { config, format } => Some(Box::new(Av1Decoder::new(config, *format, threads)?)),
        Codec::Aac { .. } => None,
    })
}
