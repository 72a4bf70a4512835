package org.frontrow.numbers;

/**
 * What there is to be counted, as SQL over the ledger and the bookings. A tally is the answer of these same statements,
 * kept. Every one of them names its shows, in each of its parts.
 */
final class LedgerCount {
    private LedgerCount() {}

    /** Takes the present time twice, then the shows three times. */
    static final String SHOWS = """
            select s.show_time_id, coalesce(e.last_event, 0) as last_event, e.last_event_at, s.seats, s.sold, s.held,
                s.overdue, s.blocked, coalesce(b.bookings, 0) as bookings,
                coalesce(b.cancelled_bookings, 0) as cancelled_bookings,
                coalesce(b.withdrawn_bookings, 0) as withdrawn_bookings, coalesce(b.revenue, 0) as revenue,
                coalesce(e.holds, 0) as holds, coalesce(e.released, 0) as released, coalesce(e.expired, 0) as expired,
                coalesce(e.sales, 0) as sales, coalesce(e.unheld_sales, 0) as unheld_sales,
                coalesce(e.returns, 0) as returns, e.first_sale_at, e.last_sale_at
            from (
                select show_time_id, count(*) as seats,
                    count(*) filter (where status = 'BOOKED') as sold,
                    count(*) filter (where status = 'HELD' and held_until > ?) as held,
                    count(*) filter (where status = 'HELD' and held_until <= ?) as overdue,
                    count(*) filter (where status = 'BLOCKED') as blocked
                from seat where show_time_id = any(?) group by 1) as s
            left join (
                select show_time_id, max(id) as last_event, max(at) as last_event_at,
                    count(*) filter (where kind = 'HELD') as holds,
                    count(*) filter (where kind = 'RELEASED') as released,
                    count(*) filter (where kind = 'EXPIRED') as expired,
                    count(*) filter (where kind = 'BOOKED') as sales,
                    count(*) filter (where kind = 'BOOKED' and coalesce(before, '') not in ('HELD', 'EXTENDED')) as unheld_sales,
                    count(*) filter (where kind = 'CANCELLED') as returns,
                    min(at) filter (where kind = 'BOOKED') as first_sale_at,
                    max(at) filter (where kind in ('BOOKED', 'CANCELLED')) as last_sale_at
                from (
                    select *, lag(kind) over (partition by show_time_id, seat_id order by version) as before
                    from seat_event where show_time_id = any(?)) as event
                group by 1) as e on e.show_time_id = s.show_time_id
            left join (
                select show_time_id,
                    count(*) filter (where status = 'CONFIRMED') as bookings,
                    count(*) filter (where status = 'CANCELLED') as cancelled_bookings,
                    count(*) filter (where status = 'WITHDRAWN') as withdrawn_bookings,
                    sum(total) filter (where status = 'CONFIRMED') as revenue
                from booking where show_time_id = any(?) group by 1) as b on b.show_time_id = s.show_time_id""";

    /** Takes the shows twice. */
    static final String PAYMENTS = """
            select b.show_time_id, b.payment, count(*) as bookings, coalesce(sum(s.seats), 0) as seats,
                sum(b.total) as revenue
            from booking b left join (
                select show_time_id, booking_id, count(*) as seats
                from seat where show_time_id = any(?) and status = 'BOOKED' group by 1, 2) as s
                on s.show_time_id = b.show_time_id and s.booking_id = b.id
            where b.show_time_id = any(?) and b.status = 'CONFIRMED' group by 1, 2""";

    /**
     * All sales of a show in one row: twenty bytes for each quarter of an hour in which there were some. Takes the shows
     * twice.
     */
    static final String SALES = """
            select show_time_id,
                string_agg(int4send(quarter) || int4send(sales) || int4send(returns) || int8send(hundredths), '' order by quarter) as course
            from (
                select show_time_id, quarter, sum(sales)::integer as sales, sum(returns)::integer as returns,
                    (sum(revenue) * 100)::bigint as hundredths
                from (
                    select show_time_id, floor(extract(epoch from at) / 900)::integer as quarter,
                        count(*) filter (where kind = 'BOOKED') as sales,
                        count(*) filter (where kind = 'CANCELLED') as returns, 0 as revenue
                    from seat_event
                    where show_time_id = any(?) and kind in ('BOOKED', 'CANCELLED') group by 1, 2
                    union all
                    select show_time_id, floor(extract(epoch from created_at) / 900)::integer, 0, 0, sum(total)
                    from booking where show_time_id = any(?) and status = 'CONFIRMED' group by 1, 2) as both_books
                group by 1, 2) as quarters
            group by 1""";

    /**
     * All seats of a show in one row: which labels there are, as a digest, and two bytes for each, in the order of the
     * labels. Takes the shows three times.
     */
    static final String SEATS = """
            select s.show_time_id,
                md5(string_agg(s.row_label || ' ' || s.number, ',' order by s.row_label, s.number)) as layout,
                string_agg(int2send((case s.status
                    when 'BOOKED' then greatest(0, least(32767, floor(extract(epoch from t.starts_at - b.created_at) / 3600)))
                    when 'BLOCKED' then -2 else -1 end)::smallint), '' order by s.row_label, s.number) as leads
            from seat s join show_time t on t.id = any(?) and t.id = s.show_time_id
            left join booking b on b.show_time_id = any(?) and b.show_time_id = s.show_time_id and b.id = s.booking_id
            where s.show_time_id = any(?) group by 1""";
}
