package org.frontrow.process;

import java.net.URI;

/** Where guests go: one replica, or what stands before several. */
public interface Door {
    URI baseUri();

    String endOfLog();
}
