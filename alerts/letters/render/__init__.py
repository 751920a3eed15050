"""From words to files: DOCX, PDF, figures, layout by GB/T 9704."""
