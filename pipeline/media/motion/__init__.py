"""Moving without a camera: views that go over pictures, and pictures that take each other's place."""
