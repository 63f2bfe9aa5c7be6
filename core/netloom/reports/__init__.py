"""What a report holds, as whoever shows it reads it: values, words, a little arithmetic; nothing that computes."""
