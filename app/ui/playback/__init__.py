"""The main job played by real clicks and keys, off-screen, with a picture of each page."""
