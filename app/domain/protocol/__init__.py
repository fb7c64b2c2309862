"""Protocol templates: the model, its parsing with every fault and its line, and cross-checks."""
