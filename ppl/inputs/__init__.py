"""What users give a model: arrays, tables, JSON files, labels, and the sizes that its source names."""
