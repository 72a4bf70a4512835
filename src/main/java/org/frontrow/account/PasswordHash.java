package org.frontrow.account;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** An Argon2id hash with what it was made with, in the notation that other Argon2 libraries read too (PHC string). */
@SuppressWarnings("ArrayRecordComponent") // it never leaves this package, and equals looks at the contents
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    record Cost(int memoryKib, int passes, int lanes) {}

    /** @param memory to compute in; used by one at a time, and cleared afterwards */
    static PasswordHash of(String password, Cost cost, byte[] salt, BlockPool memory) {
        var bytes = utf8(password).orElseThrow(() -> new IllegalArgumentException("Not a text"));
        return new PasswordHash(cost, salt, argon2id(bytes, cost, salt, HASH_BYTES, memory));
    }

    static PasswordHash parse(String phc) {
        var parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not an Argon2id hash");
        }
        var base64 = Base64.getDecoder();
        return new PasswordHash(
                new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3))),
                base64.decode(parts.group(4)),
                base64.decode(parts.group(5)));
    }

    /** @param memory as for {@link #of} */
    boolean matches(String password, BlockPool memory) {
        // What is not a text can't be anybody's password, but it has to take as long as if it were.
        var bytes = utf8(password);
        var candidate = argon2id(bytes.orElse(new byte[0]), cost, salt, hash.length, memory);
        return MessageDigest.isEqual(candidate, hash) && bytes.isPresent();
    }

    String phc() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Empty for half a surrogate pair, which would silently become a question mark and make passwords equal. */
    static Optional<byte[]> utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return Optional.of(copy);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static byte[] argon2id(byte[] password, Cost cost, byte[] salt, int length, BlockPool memory) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        var result = new byte[length];
        generator.generateBytes(password, result);
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && phc().equals(that.phc());
    }

    @Override
    public int hashCode() {
        return phc().hashCode();
    }

    @Override
    public String toString() {
        return "PasswordHash[" + cost + "]";
    }
}
