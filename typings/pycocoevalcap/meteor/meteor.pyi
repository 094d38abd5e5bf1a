from collections.abc import Mapping
from subprocess import Popen

class Meteor:
    meteor_p: Popen[bytes]
    def __init__(self) -> None: ...
    def compute_score(self, gts: Mapping[int, list[str]], res: Mapping[int, list[str]]) -> tuple[float, list[float]]: ...
