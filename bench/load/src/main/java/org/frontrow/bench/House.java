package org.frontrow.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL with the databases that are measured, all of them as safe as in production: it flushes. Sizes are those
 * of a small server, and checkpoints are far apart, so that none of them falls into one contestant's round only.
 */
final class House implements AutoCloseable {
    static final int ACCOUNTS = 4_000;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final EmbeddedPostgres server;
    private final KeyPair key;
    private final Path work;

    private House(EmbeddedPostgres server, KeyPair key, Path work) {
        this.server = server;
        this.key = key;
        this.work = work;
    }

    /** A block of shows with consecutive ids, whose seats have consecutive ids too. */
    record Shows(long first, int count, long firstSeat, int seatsPerShow) {
        long pairs() {
            return (long) count * seatsPerShow / 2;
        }
    }

    static House open(Path work) throws Exception {
        Files.createDirectories(work);
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = generator.generateKeyPair();
        Files.writeString(
                work.resolve("signing-key.pem"),
                pem("PRIVATE KEY", key.getPrivate().getEncoded()));
        Files.writeString(
                work.resolve("public-key.pem"),
                pem("PUBLIC KEY", key.getPublic().getEncoded()));
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(Files.createTempDirectory(work, "postgres-"))
                .setOverrideWorkingDirectory(work.resolve("binaries").toFile())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("maintenance_work_mem", "512MB")
                .setServerConfig("max_wal_size", "16GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("max_connections", "700")
                .start();
        return new House(server, key, work);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    int port() {
        return server.getPort();
    }

    Path signingKey() {
        return work.resolve("signing-key.pem");
    }

    Path publicKey() {
        return work.resolve("public-key.pem");
    }

    Path work() {
        return work;
    }

    Database database(String name) throws SQLException {
        execute(source("postgres"), "create database " + name);
        return new Database(name);
    }

    private DataSource source(String database) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port()});
        source.setDatabaseName(database);
        source.setUser("postgres");
        return source;
    }

    private static void execute(DataSource where, String sql) throws SQLException {
        try (var connection = where.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Its version, and what decides how safe and how fast it is. */
    String facts() throws SQLException {
        try (var connection = source("postgres").getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select current_setting('server_version') || ': ' || string_agg(name || ' ' || current_setting(name), ', ' order by name)
                        from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
                            'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'autovacuum')""")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One installation's data. A service has to have migrated it before anything is put in. */
    final class Database {
        private final String name;
        private final DataSource source;
        private long firstAccount;

        private Database(String name) {
            this.name = name;
            this.source = source(name);
        }

        String name() {
            return name;
        }

        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
        }

        long firstAccount() {
            return firstAccount;
        }

        void execute(String sql) throws SQLException {
            House.execute(source, sql);
        }

        long number(String sql) throws SQLException {
            try (var connection = source.getConnection()) {
                return number(connection, sql);
            }
        }

        String text(String sql) throws SQLException {
            try (var connection = source.getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }

        /** Reads all rows; answers how many. */
        int count(String sql) throws SQLException {
            try (var connection = source.getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                var count = 0;
                while (row.next()) {
                    count++;
                }
                return count;
            }
        }

        private static long number(Connection connection, String sql) throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        /** Signed-in customers; nobody's password is ever asked for. */
        void accounts() throws SQLException {
            firstAccount = number("""
                    with a as (
                        insert into account (username, username_key, password_hash, role)
                        select 'guest' || n, 'guest' || n, 'signs in with a token', 'CUSTOMER'
                        from generate_series(1, %d) as n returning id)
                    select min(id) from a""".formatted(ACCOUNTS));
        }

        /** An access token for each account, a line each, as the service would sign them. */
        Path tokens(String keyId) throws Exception {
            var lines = LongStream.range(0, ACCOUNTS)
                    .parallel()
                    .mapToObj(i -> token(keyId, firstAccount + i, "guest" + (i + 1), "CUSTOMER"))
                    .toList();
            return Files.write(work.resolve("tokens-" + name + ".txt"), lines);
        }

        /** Somebody of the house, with a token that is good for as long as anything here takes. */
        String staffToken(String keyId) throws SQLException {
            var account = number("""
                    insert into account (username, username_key, password_hash, role)
                    values ('office', 'office', 'signs in with a token', 'STAFF') returning id""");
            return token(keyId, account, "office", "STAFF");
        }

        private String token(String keyId, long account, String name, String role) {
            var now = Instant.now().getEpochSecond();
            var header = URL.encodeToString("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"%s\"}"
                    .formatted(keyId)
                    .getBytes());
            var claims = """
                    {"iss":"frontrow","aud":"frontrow","sub":"%d","upn":"%s","preferred_username":"%s",\
                    "groups":["%s"],"iat":%d,"exp":%d,"sid":"%s","jti":"%s"}""".formatted(account, name, name, role, now, now + 900, UUID.randomUUID(), UUID.randomUUID());
            var text = header + "." + URL.encodeToString(claims.getBytes());
            return text + "." + URL.encodeToString(sign(text));
        }

        private byte[] sign(String text) {
            try {
                var signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(key.getPrivate());
                signature.update(text.getBytes());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** New shows, each with a seat plan of rows of a hundred: R0-1, R0-2, … */
        Shows shows(int count, int seatsPerShow) throws SQLException {
            try (var connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    // That each seat's show exists need not be looked up for each of ten million.
                    statement.execute("set local session_replication_role = replica");
                    statement.execute("set local work_mem = '1GB'");
                }
                var name = UUID.randomUUID().toString();
                var movie = number(
                        connection,
                        "insert into movie (title, duration_minutes) values ('Movie " + name + "', 120) returning id");
                var screen =
                        number(connection, "insert into screen (name) values ('Screen " + name + "') returning id");
                var first = number(connection, """
                        with t as (
                            insert into show_time (movie_id, screen_id, starts_at, ends_at, currency, price)
                            select %d, %d, now() + interval '1 day' + n * interval '3 hours',
                                now() + interval '1 day 2 hours' + n * interval '3 hours', 'EUR', 100
                            from generate_series(0, %d) as n order by n returning id)
                        select min(id) from t""".formatted(movie, screen, count - 1));
                try (var statement = connection.createStatement()) {
                    statement.execute("""
                            insert into place (screen_id, row_label, number, x, y)
                            select %d, 'R' || k / 100, k %% 100 + 1, k %% 100, k / 100 from generate_series(0, %d) as k""".formatted(screen, seatsPerShow - 1));
                    statement.execute("""
                            insert into seat (show_time_id, row_label, number, price)
                            select s.id, 'R' || k / 100, k %% 100 + 1, 100
                            from show_time s cross join generate_series(0, %d) as k
                            where s.screen_id = %d order by s.id, k""".formatted(seatsPerShow - 1, screen));
                }
                var firstSeat = number(connection, "select min(id) from seat where show_time_id = " + first);
                connection.commit();
                return new Shows(first, count, firstSeat, seatsPerShow);
            }
        }

        /** So many seats that nobody is interested in, in shows of 400. */
        void fill(int seats) throws Exception {
            if (seats == 0) {
                return;
            }
            // Without the indexes, which are built anew afterwards.
            execute("update pg_index set indisready = false where indrelid = 'seat'::regclass");
            var half = seats / 400 / 2;
            try (var other = Executors.newSingleThreadExecutor()) {
                var theirs = other.submit(() -> shows(half, 400));
                shows(half, 400);
                theirs.get();
            }
            execute("reindex table seat");
            execute("analyze");
        }

        /** Frees what a round held, so that the next one does not find more holds than the one before. */
        void free(Shows shows) throws SQLException {
            execute("""
                    update seat set status = 'AVAILABLE', account_id = null, held_since = null, held_until = null
                    where show_time_id between %d and %d and status = 'HELD'""".formatted(shows.first, shows.first + shows.count - 1));
        }
    }
}
