// A value of a parameter or of a matrix.

export type ParamValue = string | number | boolean;
