"""Benches: figures of speed and memory on material that ships with wattwire. Printed, never tested."""
