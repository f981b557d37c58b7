"""What teachers see of their banks: lists, findings, words to complete."""
