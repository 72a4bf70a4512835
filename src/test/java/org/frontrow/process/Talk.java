package org.frontrow.process;

import java.util.Optional;

/** Listens to what one connection carries, and says where it is cut. Each way has a thread of its own. */
interface Talk {
    /** What is carried to the server now; empty: the knife falls. */
    Optional<byte[]> there(byte[] bytes);

    /** What is carried back to the client now; empty: the knife falls. */
    Optional<byte[]> back(byte[] bytes);

    /** That nobody understands, and nobody cuts. */
    Talk FOREIGN = new Talk() {
        @Override
        public Optional<byte[]> there(byte[] bytes) {
            return Optional.of(bytes);
        }

        @Override
        public Optional<byte[]> back(byte[] bytes) {
            return Optional.of(bytes);
        }
    };
}
