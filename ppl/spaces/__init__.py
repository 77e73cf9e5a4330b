"""Sets of vectors and matrices, one file each: what lies in them, the transform and the way back; and the algebra of small matrices."""
