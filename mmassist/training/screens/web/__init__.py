"""Web pages as screens with known truth: put together by chance, dressed by a framework's style sheets, drawn by Chromium."""
