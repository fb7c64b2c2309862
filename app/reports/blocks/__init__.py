"""The blocks that documents are made of. Each turns finished content into flowables of the given width."""
