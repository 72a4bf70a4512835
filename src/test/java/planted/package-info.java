/** Violations, one for each rule of ArchitectureTest, so that each rule is seen failing. */
package planted;
