"""What others hand in (他方材料): time-stamps and web archives that this program did not make."""
