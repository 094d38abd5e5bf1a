class MonitorInfo:
    x: int
    y: int
    width_in_pixels: int
    height_in_pixels: int

class Monitors:
    monitors: list[MonitorInfo]
