LocalClientPIDMask: int

class ClientIdValue:
    value: list[int]

class ClientIds:
    ids: list[ClientIdValue]
