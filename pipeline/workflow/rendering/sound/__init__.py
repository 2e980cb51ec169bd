"""What is heard, spoken and treated before a timeline is laid out: alignment, bars of music, voices, treatments."""
