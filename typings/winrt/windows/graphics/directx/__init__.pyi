import enum

class DirectXPixelFormat(enum.IntEnum):
    B8_G8_R8_A8_UINT_NORMALIZED = ...
