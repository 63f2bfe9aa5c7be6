"""A trained run as one ONNX file that takes raw rows, proven against the network before it is written."""
