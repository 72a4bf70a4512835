/**
 * The packaged service as processes: the jar that people download, started with {@code java -jar}, several at a time,
 * killed and started again. What two replicas owe each other, and what a crash must not cost, can be tried only so.
 */
@NullMarked
package org.frontrow.process;

import org.jspecify.annotations.NullMarked;
