"""Makes the media of a content pack from its scripts, slides and job aids."""
