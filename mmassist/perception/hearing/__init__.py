"""What is said into the microphone: whether there is speech, when it ends, and its words."""
