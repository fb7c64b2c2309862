"""The course chart as plain shapes: one model, drawn alike on screen and on paper. No words, no colours."""
