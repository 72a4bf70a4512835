package org.frontrow.platform;

import io.vertx.core.http.HttpServerRequest;

/** Says who may send more than everybody may; whoever knows people implements it. */
public interface LongBodies {

    /** Decided by what the request shows, before its body is read. Does not block. */
    boolean mayComeFrom(HttpServerRequest request);
}
