/**
 * The confidence of each of several looks at growing data, so that all of them together err no more often
 * than one look of the given confidence: the error is split equally (Bonferroni). That holds however the
 * looks depend on each other, and without knowing how much each has seen. Boundaries that spend less early,
 * as O'Brien and Fleming's, need near-normal statistics: of four replicates (t, three degrees of freedom)
 * none ever reaches their first bounds.
 *
 * @param confidence of all looks, on the same side (or sides) as the result
 * @param looks how many there will be at most, fixed before the first
 */
export const confidencePerLook = (confidence: number, looks: number): number => 1 - (1 - confidence) / looks;
