from Xlib.display import ProtocolDisplay

extname: str
AllMasterDevices: int
RawKeyPressMask: int
RawButtonPressMask: int

class XIQueryVersion:
    major_version: int
    minor_version: int
    def __init__(self, *, display: ProtocolDisplay, opcode: int, major_version: int, minor_version: int) -> None: ...
