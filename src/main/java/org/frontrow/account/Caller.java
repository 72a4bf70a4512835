package org.frontrow.account;

import java.util.UUID;

/** Who is asking. Read from the access token alone, so it costs nothing to know. */
public record Caller(long accountId, String username, Role role, UUID sessionId) {}
