"""Files in and out: question banks and tables. Knows neither the web nor the database."""
