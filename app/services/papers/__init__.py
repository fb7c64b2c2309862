"""What each document says, gathered from the study and finished for the page."""
