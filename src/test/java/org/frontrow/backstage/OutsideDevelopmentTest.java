package org.frontrow.backstage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.frontrow.catalog.TestShows;
import org.frontrow.seating.EarlyExpiry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OutsideDevelopmentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev",
                "/dev/",
                "/dev/page.js",
                "/dev/page.css",
                "/dev/app.css",
                "/dev/now",
                "/dev/shows/1",
                "/backstage/page.html",
                "/page.html"
            })
    void there_is_nothing_to_see(String path) {
        given().get(path).then().statusCode(404);
    }

    @Test
    void there_is_nothing_to_do() {
        var show = TestShows.tomorrow(1, 1);
        given().contentType(ContentType.JSON)
                .body("{\"rows\": 1, \"seats_per_row\": 1, \"starts_in_minutes\": 5}")
                .post("/dev/shows")
                .then()
                .statusCode(404);
        given().post("/dev/shows/" + show + "/seats/1/expire").then().statusCode(404);
        for (var type : new Class<?>[] {BackstageResource.class, StageDoor.class, EarlyExpiry.class}) {
            assertThat(Arc.container().select(type).isUnsatisfied())
                    .as(type.getName())
                    .isTrue();
        }
    }

    @Test
    void a_build_for_developers_does_not_start_in_production() {
        assertThatThrownBy(() -> StageDoor.check(LaunchMode.NORMAL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("profile dev");
        StageDoor.check(LaunchMode.DEVELOPMENT);
    }
}
