class _Cudnn:
    benchmark: bool

cudnn: _Cudnn
