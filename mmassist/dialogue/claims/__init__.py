"""What of a text can be looked up: numbers, amounts, dates, times, phone numbers, codes, doses, quotations, names of controls."""
