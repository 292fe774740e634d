"""The commands behind `huiying`, one file a family."""
