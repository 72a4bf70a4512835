package org.frontrow.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, as coarse as blame can be assigned: one IPv4 address, or one IPv6 network of a household. */
record CallerAddress(String text) {
    private static final int NETWORK_BYTES = 8;

    /** Takes only literals, as a socket or a proxy's header gives them; nothing is ever looked up. */
    static CallerAddress of(@Nullable String literal) {
        if (literal == null) {
            return new CallerAddress("local");
        }
        try {
            // An IPv4 address in IPv6 clothes comes out as an IPv4 address.
            var address = InetAddress.ofLiteral(literal);
            return new CallerAddress(
                    address instanceof Inet6Address v6 ? networkOf(v6) + "/64" : address.getHostAddress());
        } catch (IllegalArgumentException e) {
            return new CallerAddress("unknown");
        }
    }

    private static String networkOf(Inet6Address address) {
        var bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Sixteen bytes are an address", e);
        }
    }
}
