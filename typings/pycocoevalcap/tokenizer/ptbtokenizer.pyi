from collections.abc import Mapping

class PTBTokenizer:
    def tokenize(self, captions_for_image: Mapping[int, list[dict[str, str]]]) -> dict[int, list[str]]: ...
