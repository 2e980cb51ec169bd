"""What benchmarks share: sources, workloads, and measuring."""
