class _Element:
    def to_bytes(self) -> bytes: ...

class _Params:
    M: _Element
    N: _Element

ParamsEd25519: _Params
