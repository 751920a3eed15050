"""Words for documents and mails: Chinese numbers and dates, plain text, typefaces, bar charts."""
