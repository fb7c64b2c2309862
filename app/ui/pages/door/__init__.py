"""The pages before a study is open: unlocking, a new study, a new passphrase, a file to be restored."""
