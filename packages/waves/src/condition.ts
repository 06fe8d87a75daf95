/**
 * What holds on a part of the boundary. fixed: u = 0; driven: u is prescribed in time; free: no force;
 * absorbing: waves leave;
 * pml: they leave through the mesh’s layer, whose outer side is fixed.
 */
export type Condition = 'fixed' | 'driven' | 'free' | 'absorbing' | 'pml';
