"""E-mails (邮件): what they say and how they are wrapped; nothing here sends."""
