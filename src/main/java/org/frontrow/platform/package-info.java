/**
 * What every other package stands on: how a refusal becomes a problem document, where the database comes from, what
 * time it is. Nothing in here knows about movies, seats or accounts; it may be used by all and uses none of them.
 */
@NullMarked
package org.frontrow.platform;

import org.jspecify.annotations.NullMarked;
