package org.frontrow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSourceTest {
    private static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USERNAME = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    @ParameterizedTest
    @CsvSource({
        "postgres://ada:secret@db:5432/frontrow, jdbc:postgresql://db:5432/frontrow",
        "postgresql://ada:secret@db:6543/frontrow, jdbc:postgresql://db:6543/frontrow",
        "postgres://ada:secret@db/frontrow, jdbc:postgresql://db/frontrow",
        "postgres://ada:secret@db.example.org:5432/front-row_1, jdbc:postgresql://db.example.org:5432/front-row_1",
        "postgres://ada:secret@10.0.0.7/frontrow, jdbc:postgresql://10.0.0.7/frontrow",
        "postgres://ada:secret@[::1]:5432/frontrow, jdbc:postgresql://[::1]:5432/frontrow",
        "postgres://ada:secret@db/frontrow?sslmode=require, jdbc:postgresql://db/frontrow?sslmode=require",
        "postgres://ada:secret@db/frontrow?sslmode=require&options=-c%20a%3Db,"
                + " jdbc:postgresql://db/frontrow?sslmode=require&options=-c%20a%3Db",
        "postgres://ada:secret@db/a%2Fb, jdbc:postgresql://db/a%2Fb"
    })
    void a_url_of_a_platform_becomes_one_of_jdbc(String given, String jdbc) {
        assertThat(DatabaseSource.parse(given)).isEqualTo(Map.of(URL, jdbc, USERNAME, "ada", PASSWORD, "secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "p%40ss, p@ss",
        "a%3Ab, a:b",
        "a:b:c, a:b:c",
        "100%25, 100%",
        "a%2Fb%3Fc%23d, a/b?c#d",
        "a+b, a+b",
        "%C3%A9%E2%82%AC, é€",
        "%5B%5D%20%26, [] &",
        "!$&'()*, !$&'()*"
    })
    void a_password_may_hold_anything(String encoded, String password) {
        assertThat(DatabaseSource.parse("postgres://ada:" + encoded + "@db/frontrow"))
                .containsEntry(USERNAME, "ada")
                .containsEntry(PASSWORD, password)
                .containsEntry(URL, "jdbc:postgresql://db/frontrow");
    }

    @Test
    void a_user_name_may_hold_a_colon_too() {
        assertThat(DatabaseSource.parse("postgres://a%3Ab:secret@db/frontrow"))
                .containsEntry(USERNAME, "a:b")
                .containsEntry(PASSWORD, "secret");
    }

    @Test
    void user_and_password_may_be_left_out() {
        assertThat(DatabaseSource.parse("postgres://db/frontrow")).containsOnlyKeys(URL);
        assertThat(DatabaseSource.parse("postgres://ada@db/frontrow")).containsOnlyKeys(URL, USERNAME);
        assertThat(DatabaseSource.parse("postgres://ada:@db/frontrow")).containsEntry(PASSWORD, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "hunter2@db",
                "mysql://ada:hunter2@db/frontrow",
                "jdbc:postgresql://ada:hunter2@db/frontrow",
                "postgres:ada:hunter2@db/frontrow",
                "postgres:///hunter2",
                "postgres://ada:hunter2@/frontrow",
                "postgres://ada:hunter2@db:port/frontrow",
                "postgres://ada:hunter2%@db/frontrow",
                "postgres://ada:hunter2%zz@db/frontrow",
                "postgres://ada:hunter2 @db/frontrow",
                "postgres://ada:hunter2#@db/frontrow",
                "postgres://ada:hunter2/@db/frontrow",
                "postgres://ada:hunter2[@db/frontrow",
                "postgres://ada:hunter2@db_1^/frontrow",
                "POSTGRES//ada:hunter2@db"
            })
    void what_cannot_be_read_is_refused_without_repeating_it(String garbage) {
        assertThatThrownBy(() -> DatabaseSource.parse(garbage))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postgres://user:password@host:5432/database")
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("hunter2");
    }
}
