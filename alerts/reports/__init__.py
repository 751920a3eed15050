"""工作报告: what was found, decided and achieved in a period, as DOCX or XLSX."""
